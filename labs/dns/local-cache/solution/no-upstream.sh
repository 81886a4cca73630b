kubectl -n kube-system create service clusterip kube-dns-upstream --tcp=53:53 --dry-run=client -o yaml > upstream.yaml
kubectl apply -f upstream.yaml
kubectl -n kube-system patch service kube-dns-upstream --type=merge -p '{"spec":{"selector":{"k8s-app":"kube-dns","app":null},"ports":[{"name":"dns","port":53,"protocol":"UDP","targetPort":53},{"name":"dns-tcp","port":53,"protocol":"TCP","targetPort":53}]}}'
kubectl -n kube-system delete pods -l k8s-app=node-local-dns
sleep 60
kubectl -n kube-system rollout status daemonset node-local-dns --timeout=180s
