-- CreateTable
CREATE TABLE "ClusterToken" (
    "tokenHash" TEXT NOT NULL,
    "sittingId" UUID NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ClusterToken_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateIndex
CREATE INDEX "ClusterToken_sittingId_idx" ON "ClusterToken"("sittingId");

-- CreateIndex
CREATE INDEX "ClusterToken_expiresAt_idx" ON "ClusterToken"("expiresAt");

-- AddForeignKey
ALTER TABLE "ClusterToken" ADD CONSTRAINT "ClusterToken_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;
