kubectl -n {{ ns }} describe networkpolicies
kubectl -n kube-system get configmap amazon-vpc-cni -o yaml
kubectl -n kube-system get daemonset aws-node -o jsonpath='{.spec.template.spec.containers[1].args}'
