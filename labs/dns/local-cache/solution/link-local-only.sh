kubectl -n kube-system get configmap node-local-dns -o yaml > cache.yaml
sed -i 's/bind 169.254.20.10$/bind 169.254.20.10 172.20.0.10/' cache.yaml
kubectl apply -f cache.yaml
kubectl -n kube-system patch daemonset node-local-dns --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args/1","value":"169.254.20.10,172.20.0.10"}]'
kubectl -n kube-system delete pods -l k8s-app=node-local-dns
sleep 60
kubectl -n kube-system rollout status daemonset node-local-dns --timeout=180s
