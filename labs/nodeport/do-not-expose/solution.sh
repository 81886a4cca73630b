kubectl -n {{ ns }} get services -o wide
