kubectl -n kube-system patch daemonset node-local-dns --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args/1","value":"169.254.20.10,172.20.0.10"}]'
kubectl -n kube-system delete pods -l k8s-app=node-local-dns
sleep 60
kubectl -n kube-system rollout status daemonset node-local-dns --timeout=180s
