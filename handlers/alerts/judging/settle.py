"""Writing down what became of an episode, with what is said of it: in one transaction, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from analysis.alerts.condition import Told
from analysis.errors import Unavailable
from analysis.model import Text
from handlers.alerts.cards import view as views
from handlers.alerts.cards.publish import card_key, publish
from handlers.alerts.cards.view import Known
from handlers.alerts.judging.suppress import ENDS
from handlers.alerts.judging.telling import Case, Telling
from handlers.command import Audience, Notice, Reply, Shop
from storage.records import Stale, Transaction

TRIES: Final = 8


@dataclass(frozen=True)
class Settling:
    """How a case is settled: what becomes of the episode, and what else is written down before it, given that.

    `remark` is one more line in the thread, where anything is said. `again` is how the case is read anew after
    someone changed it: only its episode, unless that is said.
    """

    tell: Callable[[Case], Telling]
    write: Callable[[Telling, Transaction], object]
    remark: Text | None = None
    again: Callable[[], Case] | None = None


def settle(case: Case, settling: Settling, shop: Shop) -> Telling:
    """Work out what becomes of an episode and write it down; anew when someone changed it meanwhile.

    Slow things, pictures among them, are made before the transaction begins. Raises Unavailable and Lost.
    """
    number = 0
    for _ in range(TRIES):
        telling = settling.tell(case)
        if telling.episode and not telling.episode.id:
            number = number or shop.records.episodes.number()
            telling = replace(telling, episode=replace(telling.episode, id=number))
        notices, telling = _said(case, telling, settling, shop)
        drafts = [draft for notice in notices for draft in shop.mail.pack(notice)]
        try:
            with shop.records.begin() as within:
                settling.write(telling, within)
                _keep(case, telling, shop, within)
                shop.records.outbox.put(drafts, case.now, within=within)
        except Stale:
            case = settling.again() if settling.again else _reread(case, shop)
            continue
        if drafts:
            shop.mail.look()
        return telling
    raise Unavailable(_BUSY)


def _said(case: Case, telling: Telling, settling: Settling, shop: Shop) -> tuple[tuple[Notice, ...], Telling]:
    """What goes out, and the episode with the card it has from then on. A card is never left showing what was."""
    episode = telling.episode
    if episode is None or (telling.told is None and not (telling.shown and episode.card)):
        return (), telling
    # What is over, and what is new, is told by what people were told before.
    before = case.episode.firing if case.episode and telling.told in {*ENDS, Told.NEW} else episode.firing
    deeds = (*case.deeds, telling.deed) if telling.deed else case.deeds
    known = Known(case.kept, replace(episode, firing=before), case.states, deeds)
    view = views.made(known, shop, case.now)
    notices = publish(view, telling.told or Told.CHANGED, shop, telling.line)
    if telling.key:
        notices = tuple(replace(notice, key=telling.key) if notice.under else notice for notice in notices)
    if settling.remark:
        said = Reply(settling.remark.of(view.lang), audience=Audience.THREAD)
        key = f"{card_key(view)}/v{episode.version}/remark"
        notices += (Notice(key, said, episode.channel, view.lang, under=card_key(view), person=case.kept.owner),)
    return notices, replace(telling, episode=replace(episode, card=episode.card or card_key(view)))


def _keep(case: Case, telling: Telling, shop: Shop, within: Transaction) -> None:
    """Write the episode down. Raises Stale where it, or that there is none, is no longer as it was read."""
    after = telling.episode
    if case.episode is None and shop.records.episodes.open_of((case.kept.id,), within):
        raise Stale(f"R-{case.kept.id}")
    if after is None:
        return
    if case.episode is None:
        shop.records.episodes.add(after, within)
    else:
        shop.records.episodes.change(after, within)
    if telling.deed:
        shop.records.deeds.add(after.id, telling.deed, within)


def _reread(case: Case, shop: Shop) -> Case:
    """The case as it is after someone else changed the episode."""
    episode = shop.records.episodes.open_of((case.kept.id,)).get(case.kept.id)
    return replace(case, episode=episode, deeds=shop.records.deeds.of(episode.id) if episode else ())


_BUSY = Text(
    "Many people are at this alert right now. It is judged again in a moment.",
    "很多人正在同时处理这条预警，稍后会再次计算。",
)
