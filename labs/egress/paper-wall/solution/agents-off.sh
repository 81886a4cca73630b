kubectl -n kube-system patch daemonset aws-node --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/1/args/1","value":"--enable-network-policy=true"}]'
kubectl -n kube-system rollout status daemonset/aws-node --timeout=10m
