# leaves-failing: which
answer which {{ app }}
