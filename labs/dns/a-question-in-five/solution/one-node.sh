kubectl -n kube-system patch deployment coredns --type=json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'
kubectl -n kube-system rollout status deployment coredns --timeout=180s
