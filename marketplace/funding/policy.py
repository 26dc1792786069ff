"""Everybody may read the rules; programme staff write new versions of them."""

from marketplace.foundation.versions import DONE_BY_STAFF

CAN_WRITE = DONE_BY_STAFF
