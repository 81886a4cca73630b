kubectl -n {{ dock }} delete service {{ other }}-test
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"ports":[{"port":80,"nodePort":{{ wanted }}}]}}'
kubectl -n {{ ns }} patch service {{ app }}-status -p '{"spec":{"ports":[{"port":80,"nodePort":30081}]}}'
