# leaves-failing: pages
kubectl -n office patch service names --type=json -p '[{"op":"replace","path":"/spec/ports","value":[{"name":"dns","port":53,"protocol":"UDP","targetPort":5353},{"name":"dns-tcp","port":53,"targetPort":5353}]}]'
kubectl -n office rollout restart deployment names
sleep 60
