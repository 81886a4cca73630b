kubectl -n {{ ns }} get pods -o wide
kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/ports/0/hostPort"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=10m
