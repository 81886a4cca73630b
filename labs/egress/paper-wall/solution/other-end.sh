kubectl -n {{ ns }} patch networkpolicy {{ db }}-doors --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from/0/podSelector/matchLabels/app","value":"front"}]'
