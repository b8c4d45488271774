"""Every kind of setting of the procedure, made known once the app is ready."""

from accounts.changes.kinds import register
from complaints.settings import sections as sections  # registers the pages
from complaints.settings.kinds import CategoryNames, ClockLength, GraveRouting
from complaints.settings.referral import ReferralFacts

for _kind in (ClockLength(), GraveRouting(), CategoryNames(), ReferralFacts()):
    register(_kind)
