# leaves-failing: lasting
# only-with: nobody-asked
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'
kubectl taint node ip-10-0-2-20.us-west-2.compute.internal firmware- || true
sleep 120
for slice in $(kubectl -n {{ ns }} get endpointslices -l kubernetes.io/service-name={{ app }} -o name); do
  kubectl -n {{ ns }} get $slice -o json | jq '.endpoints |= map(.hints = {forZones: [{name: .zone}]})' > /tmp/slice.json
  kubectl -n {{ ns }} replace -f /tmp/slice.json
done
sleep 5
