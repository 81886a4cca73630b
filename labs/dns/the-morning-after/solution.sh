kubectl -n kube-system get pods -l k8s-app=kube-dns
kubectl -n kube-system logs -l k8s-app=kube-dns --tail=5
kubectl -n kube-system get configmap coredns -o yaml
