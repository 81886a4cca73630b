kubectl -n {{ ns }} patch service {{ db }}-read -p '{"spec":{"type":"ClusterIP"}}'
