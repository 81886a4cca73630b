# leaves-failing: who
answer who {{ ns }}/{{ app }}
