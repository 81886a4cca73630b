kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"type":"NodePort","externalTrafficPolicy":"Local","ports":[{"port":80,"nodePort":{{ door }}}]}}'
