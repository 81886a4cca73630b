kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i 's/forward \. 172\.20\.0\.10/forward . \/etc\/resolv.conf/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
kubectl -n kube-system rollout status deployment coredns --timeout=180s
