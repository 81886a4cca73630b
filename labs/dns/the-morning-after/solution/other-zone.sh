kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i 's/kubernetes k8s\.local/kubernetes cluster.local/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
kubectl -n kube-system rollout status deployment coredns --timeout=180s
