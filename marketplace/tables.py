"""Every table of the product in one place, so that the metadata is whole.

Importing this is what makes `Base.metadata` complete for migrations and for tests.
"""

from importlib import import_module

from marketplace.foundation.database import Base

MODULES = (
    "marketplace.foundation.record",
    "marketplace.foundation.outbox",
    "marketplace.foundation.idempotency",
    "marketplace.taxonomy.models",
    "marketplace.funding.models",
    "marketplace.accounts.models",
    "marketplace.organisations.models",
    "marketplace.solutions.models",
    "marketplace.challenges.models",
    "marketplace.recommendations.models",
    "marketplace.feedback.models",
    "marketplace.shortlists.models",
    "marketplace.interests.models",
    "marketplace.introductions.models",
    "marketplace.procurements.models",
    "marketplace.common_needs.models",
    "marketplace.pooled_demand.models",
    "marketplace.long_lists.models",
    "marketplace.awards.models",
    "marketplace.consultations.models",
    "marketplace.steps.models",
    "marketplace.notifications.models",
)

for _module in MODULES:
    import_module(_module)

metadata = Base.metadata
