# leaves-failing: flows
kubectl -n kube-system patch configmap amazon-vpc-cni -p '{"data":{"enable-network-policy-controller":"true"}}'
kubectl -n kube-system patch daemonset aws-node --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/1/args/1","value":"--enable-network-policy=true"}]'
kubectl -n kube-system rollout status daemonset/aws-node --timeout=10m
kubectl -n kube-system set env daemonset/aws-node -c aws-node NETWORK_POLICY_ENFORCING_MODE=strict
kubectl -n kube-system rollout status daemonset/aws-node --timeout=10m
