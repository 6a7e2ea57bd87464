// A page has moved: on to its present address with the query and the fragment of this one, which
// the meta element, for browsers without JavaScript, would lose.
const target = new URL(document.currentScript.dataset.to, location.href);
target.search = location.search;
target.hash = location.hash;
location.replace(target);
