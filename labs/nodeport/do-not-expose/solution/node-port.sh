kubectl -n {{ ns }} patch service {{ db }} -p '{"spec":{"type":"ClusterIP"}}'
