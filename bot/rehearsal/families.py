"""The cast: made-up caregivers and a social worker, with all they will say about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rehearsal.chance import draw
from bot.rehearsal.characters import EVERYBODY, STEADY, Character
from flows.joining import HOURS

WORKER_ID, FIRST_CAREGIVER_ID = 900, 1001
_CHILDREN = ("苗苗", "乐乐", "豆豆", "安安", "阳阳", "果果", "天天", "朵朵", "宁宁", "浩浩", "欣欣", "晨晨")
_KIN = ("妈妈", "爸爸", "奶奶", "外公")
_NAMES = ("Grace", "Omar", "Elena", "Tom", "Priya", "Yusuf", "Marta", "Ben")
_CITIES = ("乌鲁木齐", "Singapore", "London", "Vancouver")


@dataclass(frozen=True)
class Family:
    """Somebody who joins: who they are to Telegram, and what they answer when they are asked to join.

    `city` is written where the bot asks for the zone; an empty one keeps the site's. An empty phone or adult
    is skipped. `slips` writes something unusual first and corrects it.
    """

    user_id: int
    first_name: str
    language: str
    called: str
    character: Character = STEADY
    phone: str = ""
    adult: str = ""
    city: str = ""
    hour: str = HOURS[0]
    shares_phone: bool = False
    slips: bool = False

    @property
    def key(self) -> str:
        """What stands for the person in every draw."""
        return str(self.user_id)

    @property
    def code(self) -> str:
        """Their language as Telegram names it."""
        return "zh-hans" if self.language == "zh-Hans" else self.language


def caregivers(seed: int, count: int, characters: Sequence[Character] = EVERYBODY) -> list[Family]:
    """Return made-up caregivers: most in Chinese, some in English, a few far away or with a shared phone."""
    return [_caregiver(seed, number, characters[number % len(characters)]) for number in range(count)]


def worker(language: str) -> Family:
    """Return the made-up social worker."""
    names = {"zh-Hans": ("周老师", "周老师"), "en": ("Ms Zhou", "Ms Zhou")}
    first_name, called = names[language]
    return Family(WORKER_ID, first_name, language, called)


def _caregiver(seed: int, number: int, character: Character) -> Family:
    user_id = FIRST_CAREGIVER_ID + number
    dice = draw(seed, str(user_id), "family")
    english = number % 5 == 3
    name = _english(number // 5) if english else _chinese(number)
    phone = f"+44 7700 9{number % 100000:05d}" if english else f"138{number:08d}"
    return Family(
        user_id=user_id,
        first_name=name,
        language="en" if english else "zh-Hans",
        called=name,
        character=character,
        phone=phone if dice.random() < 0.8 else "",
        adult=f"{'Aunt' if english else '小姨'}{number + 1} 139{number:08d}" if dice.random() < 0.6 else "",
        city=_CITIES[number // 8 % len(_CITIES)] if number % 8 == 6 else "",
        hour=dice.choice(HOURS),
        shares_phone=number % 12 == 5,
        slips=dice.random() < 0.15,
    )


def _chinese(number: int) -> str:
    child = _CHILDREN[number % len(_CHILDREN)]
    kin = _KIN[number // len(_CHILDREN) % len(_KIN)]
    again = number // (len(_CHILDREN) * len(_KIN))
    return f"{child}{kin}{again + 1 if again else ''}"


def _english(number: int) -> str:
    again = number // len(_NAMES)
    return f"{_NAMES[number % len(_NAMES)]}{f' {again + 1}' if again else ''}"
