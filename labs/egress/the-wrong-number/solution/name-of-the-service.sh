kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress/0/ports/0/port","value":"sql"}]'
sleep 5
