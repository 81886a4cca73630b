kubectl -n kube-system patch daemonset node-local-dns --type=merge -p '{"spec":{"template":{"spec":{"nodeSelector":null}}}}'
sleep 60
kubectl -n kube-system rollout status daemonset node-local-dns --timeout=180s
