# leaves-failing: selected
kubectl -n {{ ns }} patch service {{ app }} --type=json -p '[{"op":"replace","path":"/spec/selector","value":{"tier":"backend"}}]'
