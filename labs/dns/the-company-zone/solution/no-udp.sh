kubectl -n office patch service names --type=json -p '[{"op":"add","path":"/spec/ports/-","value":{"name":"dns","port":53,"protocol":"UDP","targetPort":5353}}]'
sleep 40
