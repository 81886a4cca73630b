kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"selector":{"release":"blue"}}}'
