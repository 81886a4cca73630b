# leaves-failing: measured
answer measured 2
