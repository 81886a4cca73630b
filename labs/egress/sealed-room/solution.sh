kubectl -n {{ ns }} describe networkpolicies
kubectl -n {{ ns }} exec deploy/worker -- nslookup gateway.clearing.example
kubectl get namespace kube-system --show-labels
