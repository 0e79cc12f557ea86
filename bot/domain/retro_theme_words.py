"""What a card says, in features that can be compared: topics that it touches, and its words without their endings."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

from bot.domain.retro_topic import TOPICS

_ONE_WORD = Lock()
"""The stemmer keeps the word that it is at: two threads at once, as when two retros are grouped, would mix theirs."""

WORDS = 0.2
"""What a word counts beside a topic, for which it may be one of many names (`make bench B=themes`)."""
PHRASE = 1.6
"""What a phrase counts beside a single word: "code review" tells more than "review"."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Han, kana and Thai are written without spaces: there two letters in a row are compared instead of words.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_SMALL = """a about above after again all almost also always am an and another any anybody anyone anything are arent
around as at away back be because been before being between both but by came can cant come could couldnt day days
did didnt do does doesnt doing done dont down during each either else even ever every everybody everyone everything
few first for from get gets getting give go goes going gone good got great had half has hasnt have havent he her
here him his how i id if ill im in instead into is isnt it its ive just keep kept know last least less let like
little long lot lots made make makes many may maybe me mine more most much must my need needs never new next no
nobody non none nor not nothing now of off often on once one only or other others our ours out over own per please
pls put quite rather really right said same saw say see seems seen she should shouldnt since so some somebody
someone something sometimes soon start started still stop stopped such take takes than that thats the their them
then there these they theyre thing things think this those though three through till time times to too took toward
tried try trying two u under until up upon us use used very via want wants was wasnt way we week weeks well went
were werent weve what when where which while who whole whom whose why will with without wont would wouldnt yes yet
you youre your"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a card: as it was written, and without its ending."""

    written: str
    stem: str

    @property
    def tells(self) -> bool:
        """Whether it says anything by itself, unlike "the" and "still"."""
        return self.stem not in _stop_stems()


def words_of(text: str) -> list[Word]:
    """Return the words of a text in their order; pictures such as emoji are words, too."""
    found = []
    for at, written in _pieces(text):
        found.append((at, Word(written, stem_of(written.casefold()))))
    return [word for _, word in sorted(found, key=lambda one: one[0])]


def features(words: list[Word], share: float = WORDS) -> dict[str, float]:
    """Return what a card is about: `share` for each telling word, and its topics.

    A word that stands under several topics counts less for each of them.
    """
    found: defaultdict[str, float] = defaultdict(float)
    for topics, _, length in _topics_in([word.stem for word in words]):
        for topic in topics:
            found[f"topic {topic}"] += (PHRASE if length > 1 else 1.0) / len(topics)
    # A card of small words alone ("same as always") is compared by these.
    for word in [word for word in words if word.tells] or words:
        found[word.stem] += share
    return dict(found)


def mentions(words: list[Word]) -> Iterator[tuple[str, str]]:
    """Yield each topic that a card touches, and by which of its words, as they were written."""
    for topics, at, length in _topics_in([word.stem for word in words]):
        for topic in topics:
            yield topic, " ".join(word.written for word in words[at : at + length])


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Return a word in small letters without apostrophes and its English ending."""
    bare = word.replace("'", "").replace("’", "")
    if not bare.isascii():
        return bare
    with _ONE_WORD:
        return str(_stemmer().stemWord(bare))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text):
        written, start = match.group(), match.start()
        spaced = 0
        for run in _UNSPACED.finditer(written):
            if run.start() > spaced:
                yield start + spaced, written[spaced : run.start()]
            spaced = run.end()
            letters = run.group()
            for at in range(max(1, len(letters) - 1)):
                yield start + run.start() + at, letters[at : at + 2]
        if spaced < len(written):
            yield start + spaced, written[spaced:]
    for at, letter in enumerate(text):
        if unicodedata.category(letter) == "So":
            yield at, letter


def _topics_in(stems: list[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield the topics of each word and phrase, where it begins and how many words it has."""
    known = _phrases()
    for length in range(1, max(map(len, known)) + 1):
        for at in range(len(stems) - length + 1):
            topics = known.get(tuple(stems[at : at + length]))
            if topics:
                yield topics, at, length


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for topic, names in TOPICS.items():
        for name in names.split():
            found.setdefault(tuple(map(stem_of, name.split("-"))), {})[topic] = None
    return {name: tuple(topics) for name, topics in found.items()}


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _SMALL.split()))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
