kubectl -n kube-system get daemonset node-local-dns -o wide
kubectl -n kube-system get pods -l k8s-app=node-local-dns
kubectl -n kube-system logs -l k8s-app=node-local-dns --tail=20
