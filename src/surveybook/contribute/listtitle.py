"""The title of a line of a list, found by how the line is set, and the item that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .listinline import OFFER, Run, addresses, clean_title, links_in
from .listitems import Item
from .listlabels import is_authors, is_date, is_venue, kind_of_label, venue_in, year_in

_NOISE = re.compile(
    r"[\s\U0001f000-\U0001faff\u2190-\u2bff\ufe0f\u200d*_|>•·:;,.–—/\\#-]+|:[a-z_]+:"
)


def read_line(runs: Sequence[Run], line: int) -> Item:
    """The item that a line of a list describes; its title is "" if it has none."""
    links = links_in(runs)
    line_text = _Line(runs)
    title = line_text.title()
    venues = [*line_text.tags, *(link.label for link in links), *line_text.asides(title)]
    return Item(
        line,
        title,
        addresses(links),
        next(filter(None, map(year_in, venues)), ""),
        next(filter(None, map(venue_in, venues)), ""),
    )


def with_date(item: Item, text: str) -> Item:
    """An item with the year or venue of a text where it has none yet."""
    year = item.year or (year_in(text) if is_date(text) or is_venue(text) else "")
    return replace(item, year=year, venue=item.venue or venue_in(text))


class _Line:
    """A line's text with the run that each letter is of."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = [_plain_spaces(run) for run in runs]
        self.text = "".join("" if run.image else run.text for run in self.runs)
        self.of = [
            number for number, run in enumerate(self.runs) if not run.image for _ in run.text
        ]
        self.tags: list[str] = []

    def title(self) -> str:
        """The title, after the tags before it have been noted."""
        at = self._after_tags()
        if at >= len(self.text):
            return ""
        quoted = re.search(r"[\"“]([^\"”]+\s[^\"”]+\s[^\"”]+)[\"”]", self.text[at:])
        plain = all(run.link < 0 for run in self.runs if quoted and quoted[1] in run.text)
        if quoted and plain and re.search(r"[^\W\d_]", self.text[at : at + quoted.start()]):
            before = self.text[at : at + quoted.start()]
            if re.search(r"[,.]\s*(?:\(?\d{4}\)?[,.:]?\s*)?$", before):
                return clean_title(quoted[1])
        run = self.runs[self.of[at]]
        if run.link >= 0:
            link = next(one for one in links_in([r for r in self.runs if r.link == run.link]))
            if link.names_a_work:
                name = clean_title(link.label + self._glued_after(run.link))
                told = self._told_behind(run.link)
                # "[Name](…), `2023.05` Title of the paper, [Venue](…)"
                return (
                    f"{name}: {told}" if told and name.lower() not in told.lower() else told or name
                )
        return clean_title(self._until_break(at)) or self._named_link()

    def _after_tags(self) -> int:
        """Where the title may begin: after numbers, emoji, dates and bracketed or set tags."""
        at = 0
        while at < len(self.text):
            rest = self.text[at:]
            noise = _NOISE.match(rest)
            number = re.match(r"\d{1,3}[.)]\s+(?=\S)|\[\d+\]\s", rest) if at == 0 else None
            run = self.runs[self.of[at]]
            if noise or number:
                at += len((noise or number)[0])  # type: ignore[index]
                continue
            whole = self._part(at)
            later = at + len(whole)
            bracket = re.match(r"\[+([^\[\]]{1,60})\]+|【([^】]{1,60})】|\(([^()]{1,60})\)", rest)
            if bracket and self._is_tag(bracket, at):
                self.tags.append(next(filter(None, bracket.groups())))
                at += bracket.end()
            elif (run.code and len(whole.split()) <= 5 and self._words(later)) or (
                (run.bold or run.italic or run.link >= 0)
                and (is_venue(whole) or kind_of_label(whole) is not None)
                and self._words(later)
            ):
                self.tags.append(whole)
                at = later
            elif match := re.match(r"(?:19|20)\d\d(?:[./-]\d\d?){0,2}(?=[\s:,|–—-])", rest):
                self.tags.append(match[0])
                at += match.end()
            else:
                break
        return at

    def _is_tag(self, bracket: re.Match[str], at: int) -> bool:
        """Whether brackets hold a tag and not the title itself."""
        inside = next(filter(None, bracket.groups()), "")
        linked = any(self.runs[n].link >= 0 for n in self.of[at : at + bracket.end()])
        if linked and kind_of_label(inside) is None and not is_venue(inside):
            return False
        return self._words(at + bracket.end())

    def _words(self, at: int) -> bool:
        """Whether text follows that may be a title."""
        rest = [
            self.text[n] if self.runs[self.of[n]].link < 0 or self._named(self.of[n]) else " "
            for n in range(at, len(self.text))
        ]
        return bool(re.search(r"[^\W_]{2}", OFFER.sub("", "".join(rest))))

    def _named(self, number: int) -> bool:
        own = [run for run in self.runs if run.link == self.runs[number].link]
        return links_in(own)[0].names_a_work

    def _part(self, at: int) -> str:
        """The text from a place on as far as it is set in one way."""
        key = _setting(self.runs[self.of[at]])
        end = at
        while end < len(self.text) and _setting(self.runs[self.of[end]]) == key:
            end += 1
        return self.text[at:end]

    def _glued_after(self, link: int) -> str:
        """The letters that follow a link without a space, as in "[UNI](…)2-h"."""
        last = max(n for n, run in enumerate(self.runs) if run.link == link)
        after = "".join(run.text for run in self._until_link(last + 1))
        match = re.match(r"[\w+-]+|:\s+[A-Z][^\n]*?\s[^\n]*?\s[^\n]*", after)
        return match[0] if match else ""

    def _until_link(self, number: int) -> Iterator[Run]:
        for run in self.runs[number:]:
            if run.link >= 0:
                return
            yield run

    def _told_behind(self, link: int) -> str:
        """The title of the paper behind a name that leads elsewhere: a date or a full stop
        comes before it and the paper's link after it."""
        last = max(n for n, run in enumerate(self.runs) if run.link == link)
        after = self.runs[last + 1 :]
        text = "".join(run.text for run in after)
        dated = any(run.code and is_date(run.text) for run in after[:3])
        cited = any(
            is_venue(one.label) or kind_of_label(one.label) == "paper" for one in links_in(after)
        )
        if not re.match(r"\s*[.,;]", text) or not cited:
            return ""
        if not dated and not re.match(r"\s*[.,;]\s+[A-Z]", text):
            return ""
        told = _Line(after).title()
        return told if len(told.split()) > 2 else ""

    def _until_break(self, at: int) -> str:
        """The text from a place on until links, another setting or authors begin."""
        start = self.runs[self.of[at]]
        end = at
        while end < len(self.text):
            run = self.runs[self.of[end]]
            part = self._part(end)
            done = self.text[at:end]
            if run.link >= 0 and run.link != start.link:
                if done.strip(" :([") and not self._goes_on(end, run):
                    break
            elif end > at and _setting(run) != _setting(start):
                told = done.strip()
                if run.code and (is_venue(part) or not self._words(end + len(part))):
                    break
                if run.italic and not start.italic and not run.code:
                    better = len(part.split()) >= 3 and len(told.split()) <= 3
                    if better and not is_venue(part) and not is_authors(part):
                        return part
                    if re.search(r"[.,\n)]\s*$", done) or is_venue(part) or start.bold:
                        break
                if start.bold and not run.bold:
                    named = len(told.split()) <= 4 and not is_authors(part)
                    if told.endswith(":") or re.match(r"\s*:", part):
                        start = run
                    elif named and re.match(r"\s*[A-Z][\w-]*,?(?:\s+[\w(][^\s.]*){2}", part):
                        # "**Name** Title of the paper"
                        return f"{told}: {self._until_break(end)}"
                    else:
                        break
                elif (start.italic and not run.italic) or (
                    run.bold and not start.bold and re.search(r"[.,\n]\s*$", done)
                ):
                    break
            stop = part.find("\n")
            if stop >= 0 and self._ends_at(end + stop, at):
                end += stop
                break
            end += len(part)
        text = self.text[at:end]
        if start.bold or re.match(r"^\S{2,30} [–—-] ", text):
            return re.split(r"\s+[–—]\s+|\s-\s", text)[0] if not start.bold else text
        return text

    def _goes_on(self, end: int, run: Run) -> bool:
        """Whether a link in the middle of a title is part of it."""
        link = links_in([one for one in self.runs if one.link == run.link])[0]
        if not link.names_a_work or self.text[:end].rstrip().endswith(
            (",", "[", "(", ".", "|", "-")
        ):
            return False
        after = "".join(one.text for one in self._after_link(run.link))
        return bool(re.match(r"\s*[a-z]+\s+\w", after))

    def _after_link(self, link: int) -> list[Run]:
        last = max(n for n, run in enumerate(self.runs) if run.link == link)
        return self.runs[last + 1 :][:1]

    def _ends_at(self, newline: int, start: int) -> bool:
        """Whether a title ends at the end of a line: the next begins with something else."""
        if not self.text[start:newline].strip():
            return False
        rest = self.text[newline + 1 :].lstrip()
        if not rest or self.text[newline : newline + 2] == "\n\n" or rest[0] in "[(*_-":
            return True
        return len(self.text[start:newline]) < 50 or self.text[:newline].rstrip().endswith(".")

    def _named_link(self) -> str:
        named = [link for link in links_in(self.runs) if link.names_a_work]
        return clean_title(named[0].label) if named else ""

    def asides(self, title: str) -> list[str]:
        """What stands behind the title, in parts: venue and date may be among them."""
        _, _, rest = self.text.partition(title) if title else ("", "", "")
        return [part for part in re.split(r"[\[\]()|·•\n`,;]|\.\s", rest) if part.strip()][:8]


def _plain_spaces(run: Run) -> Run:
    """A run with plain spaces."""
    return run._replace(text=run.text.replace("\u00a0", " ").replace("\u3000", " "))


def _setting(run: Run) -> tuple[bool, bool, bool, int]:
    return run.bold, run.italic, run.code, run.link
