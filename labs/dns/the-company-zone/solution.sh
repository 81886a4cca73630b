kubectl -n office get pods,services,configmaps -o wide
kubectl -n office get configmap names -o yaml
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
