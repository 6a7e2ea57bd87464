"""TeX, HTML and other markup of exports as plain text."""

from __future__ import annotations

import pytest

from surveybook.intake.latex import UnreadableValueError, read_markup, read_value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"\'{\i} \'\i{} \v{s} \v cr \c c {\c C} \k{a} \H{o} \u g \.{z} \r{u} \d{s} \b{d}",
         "í í š čr ç Ç ą ő ğ ż ů ṣ ḏ"),
        (r"\L{} \l{} \o{} {\O}la \AA{} {\aa} \ss{} \ae{} {\OE} \dh{} \TH{} \DJ{} \ng{} \i{} \j{}",
         "Ł ł ø Øla Å å ß æ Œ ð Þ Đ ŋ ı ȷ"),
        (r"{\~{\^e}} {\^{\'a}} {\h{o}} \uhorn{} \h{\ohorn}", "ễ ấ ỏ ư ở"),
        (r"\t{oo} \textcommabelow{s} \cb{t} \'{\ae}", "o͡o ș ț ǽ"),
        (r"\"u\`a\^o\~n\=a {\""r"{\i}} {\""r"u}", "üàôñā ï ü"),
        ("&amp; \\&amp; &#x27; &eacute;&uuml; &lt;10 &amp;amp; 5&nbsp;%", "& & ' éü <10 & 5 %"),
        ("<i>E. coli</i> <b>x</b> <scp>DNA</scp> H<sub>2</sub>O <sup>18</sup>F CO<inf>2</inf>",
         "E. coli x DNA H₂O ¹⁸F CO₂"),
        ("&lt;i&gt;E. coli&lt;/i&gt; $<$i$>$x$<$/i$>$ H$<$sub$>$2$<$/sub$>$O", "E. coli x H₂O"),
        (r"\textit{E. coli} \emph{in vitro} {\it x} {\em y} \textbf{z} \textsc{Abc}",
         "E. coli in vitro x y z Abc"),
        (r"H\textsubscript{2}O \textsuperscript{18}F \textsuperscript{th}", "H₂O ¹⁸F ᵗʰ"),
        (r"$\beta$-lactamase $^{18}$F H$_2$O $R^2$ 10$^{-3}$ $\alpha_1$ \ensuremath{\gamma}",
         "β-lactamase ¹⁸F H₂O R² 10⁻³ α₁ γ"),
        (r"$k$-means in $\mathcal{O}(n^2)$, $\sim$10 $\mu$m, 37$^\circ$C \textbeta{}-x",
         "k-means in O(n²), ∼10 μm, 37°C β-x"),
        (r"costs \$5; from $5 to $10", "costs $5; from $5 to $10"),
        (r"50\% & 50% \# \_ a~b a--b---c ``q'' 'x'", "50% & 50% # _ a b a–b—c “q” 'x'"),
        (r"\url{x} \href{http://a.example}{text} \mkbibquote{q} {\relax Ch}ar", "x text q Char"),
        (r"\textregistered{} \texttrademark{} \textdegree{} \textendash{} \textquoteright{}s",
         "® ™ ° – ’s"),
    ],
)  # fmt: skip
def test_markup_becomes_text(value: str, text: str) -> None:
    assert read_value(value).plain == text


@pytest.mark.parametrize(
    "value", [r"a \foo{b} c", r"$\unknown$", "a {b", "a } b", r"\begin{x}\end{x}"]
)
def test_what_is_not_known_is_refused_and_not_dropped(value: str) -> None:
    with pytest.raises(UnreadableValueError):
        read_value(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(r"Gro\ssmuster", "Großmuster"), (r"\AAtest", "Åtest"), (r"Y\ild\iz", "Yıldız")],
)
def test_letters_glued_to_a_macro_in_a_name(value: str, text: str) -> None:
    reading = read_value(value, name=True)
    assert reading.plain == text
    assert reading.notes


def test_glued_letters_that_could_be_two_names_are_refused() -> None:
    with pytest.raises(UnreadableValueError, match=r"\\oeller"):
        read_value(r"M\oeller", name=True)


def test_braces_protect_and_special_characters_do_not() -> None:
    reading = read_value(r"A {FooNet} for {\'E}tudes in {G}ermany {{BERT}}")
    assert reading.plain == "A FooNet for Études in Germany BERT"
    assert [reading.plain[a:b] for a, b in reading.protected] == ["FooNet", "G", "BERT"]


def test_what_has_no_script_letters_is_said() -> None:
    reading = read_value(r"x$_{\text{Q}}$")
    assert reading.plain == "xQ"
    assert any("no subscript letters" in note for note in reading.notes)


def test_markup_of_formats_without_tex() -> None:
    assert read_markup("Costs $5 &amp; H<sub>2</sub>O in <i>E. coli</i> {x}").plain == (
        "Costs $5 & H₂O in E. coli {x}"
    )


def test_braces_without_an_end_are_refused() -> None:
    with pytest.raises(UnreadableValueError):
        read_value("{" * 5000 + "x" + "}" * 5000)
