"""Replies that hold whatever people and data can say, before the judges that know nothing of how they are rendered."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.model import Lang
from bot.blocks import Charts, Rendering, render
from bot.home import home_view
from bot.letters import Letter
from tests.bot.test_blocks import replies
from tests.judgement import rules
from tests.judgement.test_types import faults

pytestmark = pytest.mark.check

# A view takes a tenth of a second by Slack's types, which know hundreds of parts.
MANY = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(replies, st.sampled_from(Lang), st.booleans(), st.sampled_from(Charts))
def test_whatever_a_reply_holds_no_judge_objects(slack_types, reply, lang, native, told):
    message = render(reply, lang, Rendering(native=native, charts=told, remarks=reply.notes))
    payload = {"method": "response_url", "given": {"text": message.text, "blocks": message.blocks}}
    assert not rules.judge(**payload)
    assert not faults(slack_types, payload)


@MANY
@given(replies, st.sampled_from(Lang))
def test_whatever_a_home_holds_no_judge_objects(slack_types, reply, lang):
    payload = {"method": "views.publish", "given": {"user_id": "U0LOCALANA1", "view": home_view(Letter(reply, lang))}}
    assert not rules.judge(**payload)
    assert not faults(slack_types, payload)
