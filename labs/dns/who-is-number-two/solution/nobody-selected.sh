kubectl -n {{ ns }} patch service {{ set }} --type=json -p '[{"op":"replace","path":"/spec/selector","value":{"app":"{{ set }}"}}]'
sleep 40
