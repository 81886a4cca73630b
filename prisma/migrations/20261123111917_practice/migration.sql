-- CreateTable
CREATE TABLE "ItemVersion" (
    "hash" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ItemVersion_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "PracticeSession" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "topic" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "PracticeSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Asking" (
    "sessionId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "itemHash" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "answer" JSONB,
    "answeredAt" TIMESTAMP(3),
    "tookMs" INTEGER,
    "share" DOUBLE PRECISION,

    CONSTRAINT "Asking_pkey" PRIMARY KEY ("sessionId","position")
);

-- CreateTable
CREATE TABLE "ConceptMemory" (
    "personId" UUID NOT NULL,
    "concept" TEXT NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "card" JSONB NOT NULL,

    CONSTRAINT "ConceptMemory_pkey" PRIMARY KEY ("personId","concept")
);

-- CreateIndex
CREATE INDEX "ItemVersion_item_idx" ON "ItemVersion"("item");

-- CreateIndex
CREATE INDEX "PracticeSession_personId_createdAt_idx" ON "PracticeSession"("personId", "createdAt");

-- CreateIndex
CREATE INDEX "Asking_item_idx" ON "Asking"("item");

-- CreateIndex
CREATE INDEX "ConceptMemory_personId_dueAt_idx" ON "ConceptMemory"("personId", "dueAt");

-- AddForeignKey
ALTER TABLE "PracticeSession" ADD CONSTRAINT "PracticeSession_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Asking" ADD CONSTRAINT "Asking_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "PracticeSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Asking" ADD CONSTRAINT "Asking_itemHash_fkey" FOREIGN KEY ("itemHash") REFERENCES "ItemVersion"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConceptMemory" ADD CONSTRAINT "ConceptMemory_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
