# leaves-failing: which
answer which ip-10-0-9-99.us-west-2.compute.internal
