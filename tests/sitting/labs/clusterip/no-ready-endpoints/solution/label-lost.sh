kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"template":{"metadata":{"labels":{"release":"blue"}}}}}'
