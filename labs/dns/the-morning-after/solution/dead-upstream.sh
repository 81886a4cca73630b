kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i -e 's/forward \. 10\.0\.9\.53/forward . \/etc\/resolv.conf/' -e 's/kubernetes cluster\.lokal/kubernetes cluster.local/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
kubectl -n kube-system rollout status deployment coredns --timeout=180s
