kubectl -n {{ ns }} patch networkpolicy {{ db }}-doors --type=json -p '[{"op":"add","path":"/spec/ingress/1/from","value":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ watch }}"}},"podSelector":{"matchLabels":{"app":"collector"}}}]}]'
sleep 5
