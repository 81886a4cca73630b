# leaves-failing: enforced
kubectl -n {{ ns }} delete networkpolicies --all
kubectl -n kube-system patch configmap amazon-vpc-cni -p '{"data":{"enable-network-policy-controller":"true"}}'
kubectl -n kube-system patch daemonset aws-node --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/1/args/1","value":"--enable-network-policy=true"}]'
