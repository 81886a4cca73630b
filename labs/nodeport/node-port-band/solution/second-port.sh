kubectl -n {{ dock }} patch service {{ other }} --type=strategic -p '{"spec":{"ports":[{"port":9090,"nodePort":30084}]}}'
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"ports":[{"port":80,"nodePort":{{ wanted }}}]}}'
kubectl -n {{ ns }} patch service {{ app }}-status -p '{"spec":{"ports":[{"port":80,"nodePort":30081}]}}'
