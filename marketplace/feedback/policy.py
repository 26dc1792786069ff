"""Who may say something of the answers to a challenge, and who may read it: its city alone.

Not even programme staff read it: what they decide about is a report that names nobody.
"""

from marketplace.challenges.policy import CAN_EDIT, CAN_SEE, IS_OF_THE_CITY

CAN_SAY = CAN_EDIT
CAN_READ = IS_OF_THE_CITY
CAN_KNOW_OF = CAN_SEE
