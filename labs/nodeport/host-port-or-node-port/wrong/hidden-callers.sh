# leaves-failing: address
kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/ports/0/hostPort"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=10m
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":{{ door }}}]}}'
