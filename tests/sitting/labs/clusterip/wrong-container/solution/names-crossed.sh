kubectl -n {{ ns }} patch deployment {{ app }} --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/ports/0/name","value":"stats"},{"op":"replace","path":"/spec/template/spec/containers/1/ports/0/name","value":"http"}]'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=5m
