kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"remove","path":"/spec/egress/0/to/0/podSelector/matchLabels/tier"}]'
sleep 5
