# leaves-failing: steady
ip=$(kubectl -n {{ ns }} get service ledger -o jsonpath='{.spec.clusterIP}')
kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"template":{"spec":{"hostAliases":[{"ip":"'$ip'","hostnames":["ledger"]}]}}}}'
kubectl -n {{ ns }} rollout status deployment {{ app }} --timeout=120s
