# leaves-failing: no-zone-alone
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"internalTrafficPolicy":"Local"}}'
for zone in a b c; do
  kubectl -n {{ ns }} patch deployment {{ app }}-$zone --type=json -p '[{"op":"remove","path":"/spec/template/spec/affinity"}]'
  kubectl -n {{ ns }} scale deployment {{ app }}-$zone --replicas=4
done
sleep 180
