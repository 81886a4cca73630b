# leaves-failing: rest
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i 's/forward \. .*/forward . 172.20.60.53/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n office patch service names --type=json -p '[{"op":"replace","path":"/spec/ports","value":[{"name":"dns","port":53,"protocol":"UDP","targetPort":5353},{"name":"dns-tcp","port":53,"targetPort":5353}]}]'
kubectl -n kube-system rollout restart deployment coredns
sleep 60
